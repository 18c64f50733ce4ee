// Nobody's key is ever spent by a test, and no proxy stands between a test and its server on 127.0.0.1.
for (const name of Object.keys(process.env)) {
  if (/^OPENAI_|^SKEIN_|^(https?|all|no)_proxy$/i.test(name)) delete process.env[name];
}
