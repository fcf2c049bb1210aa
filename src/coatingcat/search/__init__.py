"""Search: an index of documents and the questions asked of it.

It knows documents, not products: rooms above offer theirs through `indexed` (`words.indexes`), and say with
`actions.changed` which of them changed. The index follows by an outbox, and can be made anew while the old one serves.
What somebody searched for is theirs: nothing here keeps or logs the text of a query.

Main words: *document* (what can be found), *change* (a note that one must be looked at again), *generation* (one
folder with a whole index), *facet* (choices), *numbers* (intervals in the canonical unit), *concept* (one meaning,
whatever the language).
"""
