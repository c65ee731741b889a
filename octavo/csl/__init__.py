"""Set citations and bibliographies as CSL 1.0.2 says: a processor that knows no edition."""
