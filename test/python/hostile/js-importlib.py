# tries to: import js past the friendly blocker
# expect: error ModuleNotFoundError
import importlib
importlib.import_module('js').process.env
