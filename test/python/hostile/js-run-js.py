# tries to: run JavaScript
# expect: error
import importlib
importlib.import_module('pyodide.code').run_js('process.exit(1)')
