; A summary that grows chapter by chapter: each call needs the one before.
(define chapters '("Ada buys a boat." "The boat leaks." "Ada learns to swim."))

(define (add-chapter summary chapter)
  (llm-query-async #:instruction "Extend the summary by the new chapter, in one sentence"
                   #:data (format "Summary: ~a\nChapter: ~a" summary chapter)
                   #:model "gpt-4o-mini"))

(displayln (fold-sequential add-chapter "" chapters))
; expect: Ada buys a leaking boat and learns to swim.
