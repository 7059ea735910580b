"""What a corpus folder brings along beside its charting: a vocabulary and questions."""
