"""Read how the pages of an edition look: fonts, print sheets, page geometry; fetch its files."""
