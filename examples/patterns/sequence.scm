; A pipeline: find the complaint in a mail, put it into plain English, make a subject line of it.
(define (step instruction)
  (lambda (text) (llm-query-async #:instruction instruction #:data text #:model "gpt-4o-mini")))

(define ticket-title
  (sequence (step "Quote the complaint in this mail")
            (step "Translate into English")
            (step "Make it a subject line of at most five words")
            string-upcase))

(displayln (ticket-title "Hallo! Vielen Dank für alles. Leider ist das Paket nass angekommen. Grüße, Ida"))
; expect: PARCEL ARRIVED WET
