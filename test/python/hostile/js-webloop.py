# tries to: use Pyodide's event loop
# expect: error
import importlib
importlib.import_module('pyodide.webloop').WebLoop().call_later(0, print)
