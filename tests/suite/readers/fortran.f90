module tides
contains
  function high(levels) result(level)
    real, intent(in) :: levels(:)
    real :: level
    level = maxval(levels)
  end function high

  function middle(levels) result(level)
    real, intent(in) :: levels(:)
    real :: level
    level = sum(levels) / size(levels)
  end function middle

  subroutine show(level)
    real, intent(in) :: level
    print *, level
  end subroutine show

  subroutine clear(place)
    character(len=*), intent(inout) :: place
    place = ""
  end subroutine clear
end module tides
