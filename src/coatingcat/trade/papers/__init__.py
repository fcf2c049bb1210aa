"""What the papers of trade say, in the reader's language, ready to be drawn (`ground.paper.draw`).

Nothing of it is kept: a paper is made when somebody who may see its order asks for it.
"""
