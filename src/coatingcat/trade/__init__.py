"""Trade: offers, carts, orders and the consignees who get the goods. Buyers are subjects, never names.

It keeps the operator's own offers (packs, prices, stock), not what makers say about their products: that is
`catalog`'s. Its main words: an *offer* is a pack at a price or on request; a *line* is so many packs; a
*consignee* gets the goods and may be another person than the buyer, with rights of their own (I.2a).
"""
