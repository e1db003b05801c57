"""Pictures of what the ledger holds, as SVG text: no script, no font or file from elsewhere, colours by class."""
