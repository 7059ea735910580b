"""``lacuna adopt``: a corpus folder from an extraction table, with every guess written down."""
