module coast.example/tides

go 1.22

require (
	coast.example/moon v1.2.0
	coast.example/wind v0.3.0 // indirect
)

replace coast.example/moon => ../moon
