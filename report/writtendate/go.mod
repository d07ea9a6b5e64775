// This module stands in for the date parser that go-htmldate, and with it
// go-trafilatura, asks for. The original knows two hundred languages and builds
// all their tables when a program starts, which takes half a second and 80 MB;
// reports are read in English, and a start is to take less than a sixth of that.
module github.com/markusmobius/go-dateparser

go 1.25.0
