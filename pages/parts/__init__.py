"""What lessons are made of.

Python locks a module before it imports the package that the module is in. So two students who open a new
server at the same moment could wait for each other: one imports `siamese_core`, which imports
`siamese_core.twins`; the other imports `siamese_core.twins`, which waits for `siamese_core`. Python then lets
one of them go on with half a module. Every page comes by here first, so the package is whole before a module
of it is asked for.
"""

import siamese_core  # noqa: F401
