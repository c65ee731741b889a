"""Read the pictures of an edition: their types, whether they are whole, and how a form shows them.

One reading answers for the checks and for all forms. A picture that the check accepts is in every
form, upright, in the colours of sRGB, and looks the same.
"""
