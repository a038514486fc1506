"""What somebody needs to take part: their own words, for those whom they name, and for nobody else."""
