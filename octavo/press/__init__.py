"""Make and judge what a printer takes: printers as data, the interior, the preflight of any PDF."""
