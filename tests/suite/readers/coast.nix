{ pkgs, ... }:
{
  services.coast = {
    enable = true;
    port = 8080;
  };
  environment.systemPackages = [ pkgs.git ];
}
