"""Say it as the other would: a reflection's second form, in what people see of it."""
