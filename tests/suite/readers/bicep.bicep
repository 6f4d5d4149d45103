param region string

resource store 'storage@2023-01-01' = {
  name: 'coast'
  kind: 'cold'
  location: region
}

resource site 'web@2023-01-01' = {
  name: 'coast-site'
  kind: 'linux'
  location: region
}
