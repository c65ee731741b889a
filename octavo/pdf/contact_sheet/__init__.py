"""Draw the contact sheet: all spreads of the bound book, with the findings marked on them."""
