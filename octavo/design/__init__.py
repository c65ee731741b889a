"""The design of the forms: style sheets with their variables, and templates, in styles/."""
