"""The doctor's checks, a file for each thing that can be unwell; each check says what is so and what to do about it."""
