# tries to: start a pool
# expect: error
import importlib
importlib.import_module('multiprocessing').Pool(4)
