"""How the pages of an edition look: type, style sheets, trim; and what the layout may read."""
