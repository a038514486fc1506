"""What whoever runs it does to it by hand, a module for each group of commands."""
