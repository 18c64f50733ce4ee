# tries to: mount the host's file system
# expect: error
import importlib
importlib.import_module('pyodide_js').mountNodeFS('/mnt', '/')
