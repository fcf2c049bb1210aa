"""Privacy: the declarations of every value, and all that executes them.

Keeps: subjects, their keys, consents, who opened what. Does not keep: anybody's data; that lies sealed in
the rooms. Main words: a *subject* is anyone data is held on; a *declaration* says why a value is held; a
value is *sealed* from form to disk and *opened* inside a *purpose*, if the *gate* agrees.
Privacy never imports a room: it walks declarations on fields and the holdings that rooms register.
"""
