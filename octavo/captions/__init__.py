"""The numbers of figures, tables and equations, and the references to them and to sections."""
