# tries to: replace the import system
# expect: either
import sys
sys.meta_path.clear(); sys.path_hooks.clear(); sys.path.clear(); sys.path_importer_cache.clear()
sys.modules.clear()
