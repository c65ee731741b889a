"""Run pandoc, and know its tree: how an element is made, what it holds, what stands in a text."""
