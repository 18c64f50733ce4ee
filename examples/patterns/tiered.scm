; The cheap model answers all; what it is unsure of goes to the dear one.
(define (ask model)
  (lambda (clause)
    (llm-query-async #:instruction "Classify as {label: str, confidence: 0-1}" #:data clause #:model model #:json #t)))
(define clauses '("Payment within 30 days" "Best efforts, as the case may be" "Governed by Swiss law"))

(define answers (tiered (ask "gpt-4o-mini") (ask "gpt-4o") clauses #:threshold 0.7))
(displayln (map answer-label answers))
; expect: (payment effort law)
(printf "~a of ~a went to the dear model\n" (count (lambda (a) (string-contains? a "expert")) answers) (length answers))
; expect: 1 of 3 went to the dear model
