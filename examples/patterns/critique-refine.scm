; A draft, a critic that gives a score, and another draft, until the score is good enough.
(define topic "why the build failed")

(define (write-draft)
  (llm-query-async #:instruction "Write one sentence to the customer" #:data topic #:model "gpt-4o-mini"))
(define (critique draft)
  (llm-query-async #:instruction "Judge the draft as {score: 0-10, advice: str}" #:data draft #:model "gpt-4o" #:json #t))
(define (refine draft critique)
  (llm-query-async #:instruction (string-append "Improve the draft. " (hash-ref (string->json critique) 'advice))
                   #:data draft #:model "gpt-4o-mini"))

(displayln (critique-refine write-draft critique refine #:max-iter 3 #:quality-threshold 8))
; expect: The build failed because a disk was full; we have doubled it, and nothing was lost.
