"""Number figures, tables and equations, and set the references to them and to sections."""
