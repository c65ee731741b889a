"""Cut a house's own type: four static TrueType faces from whatever font files it has.

A process of its own reads the files, within bounds of time and memory, since fonts are programs of
strangers (`program`). What a face lacks is added to it there, so that no style sheet and no layout
need know where a typeface comes from.
"""
