using module Shop.Units
using namespace System.IO
#Requires -Version 5
param(
    [string]$Name,
    [int]$Count = 1
)

$Limit = 12
$script:Counter = 0

# How an area is written.
function Get-Label {
    [CmdletBinding()]
    param(
        [double]$Area,
        [string]$Unit = "m2"
    )
    $shown = "$Area"
    return $shown + $Unit
}

function global:Get-Area($Radius) {
    if ($Radius -gt $Limit) {
        return 0
    } elseif ($Radius -lt 0) {
        throw "negative"
    } else {
        return 3 * $Radius
    }
}

filter Select-Round { $_ }

class Circle : Shape {
    [double]$Radius
    [string]$Fill = "red"
    static [string]$Unit = "m"

    Circle([double]$radius) {
        $this.Radius = $radius
    }

    [double] Area() {
        return 3 * $this.Radius
    }

    [double] Area([double]$scale) {
        return $scale * $this.Radius
    }
}

enum Kind {
    Round = 1
    Square = 2
}

$options = @{
    Width = 10
    Height = 20
}

$names = @(
    "circle",
    "square"
)

foreach ($name in $names) {
    Write-Host $name
}

switch ($Count) {
    1 { "one" }
    2 {
        $Counter += 1
        "two"
    }
    default { "many" }
}

try {
    Get-Label 1
} catch {
    throw
} finally {
    $Counter = 0
}

Describe "shapes" {
    It "have an area" {
        Get-Area 1 | Should -Be 3
    }
}
