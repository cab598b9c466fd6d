"""Reading: checked nodes become the records of the core, names resolved, types checked.

Every reader collects all that is wrong in a `Report`; whoever asked for the record raises it.
"""
