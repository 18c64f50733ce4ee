# tries to: exhaust an endless generator
# expect: error (MemoryError|ran longer|Python was ended)
import itertools
list(itertools.count())
