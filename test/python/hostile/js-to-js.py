# tries to: convert a value to JavaScript
# expect: either
import importlib
importlib.import_module('pyodide.ffi').to_js([1])
