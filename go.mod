module demarche

go 1.25.0
