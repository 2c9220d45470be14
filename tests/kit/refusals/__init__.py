"""« Pourquoi ce refus ? »: a French page an edition, written from the rulebooks and the conformance vectors."""
