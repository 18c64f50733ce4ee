; The pattern of active-learning.scm on any number of documents. Inputs: `documents`, and `cap`, the number of expensive
; calls that may be made. They go to the documents that the cheap model is least sure of.

(define threshold 0.7)

;; Phase 1: cheap model on all
(define phase1
  (map-async
    (lambda (doc)
      (llm-query-async
        #:instruction "Classify. Return JSON: {category: str, confidence: 0-1}"
        #:data doc
        #:model "gpt-3.5-turbo"
        #:json #t
        #:temperature 0.0))
    documents
    #:max-concurrent 50))

;; Phase 2: the least confident, within the cap
(define uncertain-idx (py-exec "
import json
cheap = [json.loads(r) for r in phase1]
order = sorted(range(len(cheap)), key=lambda i: (cheap[i]['confidence'], i))
[i for i in order if cheap[i]['confidence'] < threshold][:cap]
"))

;; Phase 3: expensive model on those
(define phase2
  (map-async
    (lambda (doc)
      (llm-query-async
        #:instruction "Expert classification"
        #:data doc
        #:model "gpt-4"
        #:json #t))
    (py-eval "[documents[i] for i in uncertain_idx]")
    #:max-concurrent 20))

;; Merge
(define final (py-exec "
final = [r['category'] for r in cheap]
for i, reply in zip(uncertain_idx, phase2):
    final[i] = json.loads(reply)['category']
final
"))

(printf "~a documents: ~a asked again, the cap being ~a~%" (length documents) (length uncertain-idx) cap)

(hash 'final final 'escalated (length uncertain-idx))
