"""Read the design of the forms, style sheets with their variables and templates, from styles/."""
