"""Who is named: a document in; persons, organisations, states, outlets and assets with every mention of each out."""
