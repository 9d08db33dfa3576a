"""Where boxes stand and how lines run between them: from sizes to coordinates, with no word of text.

Columns from left to right, as the run goes. What goes forward leaves a box on the right and enters on the
left; what goes back leaves on the left and enters on the right. Lines run through the channels between
columns and, past whole columns, in lanes of their own between the boxes; they never cross a box.
"""
