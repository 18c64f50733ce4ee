;; Phase 1: Cheap model on ALL
(define phase1 (map-async
  (lambda (doc)
    (llm-query-async
      #:instruction "Classify. Return JSON: {category: str, confidence: 0-1}"
      #:data doc
      #:model "gpt-3.5-turbo"
      #:json #t
      #:temperature 0.0))
  documents
  #:max-concurrent 50))

;; Phase 2: Find uncertain
(py-set! "phase1" phase1)
(define uncertain-idx (py-exec "
import json
[i for i, r in enumerate(phase1) if json.loads(r)['confidence'] < 0.7][:50]
"))

;; Phase 3: Expensive on uncertain
(define uncertain-docs (py-eval "[documents[i] for i in uncertain_idx]"))
(define phase2 (map-async
  (lambda (doc)
    (llm-query-async
      #:instruction "Expert classification"
      #:data doc
      #:model "gpt-4"
      #:json #t))
  uncertain-docs))

;; Merge
(py-set! "phase2" phase2)
(define final (py-exec "
import json
final = [json.loads(r)['category'] for r in phase1]
for i, idx in enumerate(uncertain_idx[:len(phase2)]):
    final[idx] = json.loads(phase2[i])['category']
print(f'Cost: ${(len(final)-len(phase2))*0.0001 + len(phase2)*0.025:.2f} vs ${len(final)*0.025:.2f}')
"))
