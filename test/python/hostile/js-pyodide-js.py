# tries to: import pyodide_js
# expect: error ModuleNotFoundError
__import__('importlib').import_module('pyodide_js')
