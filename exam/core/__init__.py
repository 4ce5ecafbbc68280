"""The pure core: it decides from what it is given and knows no clock, chance, file, SQL or screen."""
