# tries to: patch json
# expect: either
import json
json.dumps = json.loads = json.JSONEncoder = json.JSONDecoder = None
json.encoder.c_make_encoder = None
