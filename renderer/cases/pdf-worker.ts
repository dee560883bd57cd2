// Reads a PDF on a thread of its own; it is a file of this page like any other.
import 'pdfjs-dist/build/pdf.worker.min.mjs';
