"""Hold the rules, one module a family of codes."""
