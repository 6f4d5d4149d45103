defmodule Shop.Shapes do
  @moduledoc "Shapes of all kinds."
  use GenServer
  import Shop.Units, only: [metre: 1]
  alias Shop.{Colour, Size}
  alias Shop.Paint, as: P
  require Logger

  @limit 12
  @type area :: float()
  @behaviour Shape

  defstruct [:radius, fill: "red"]

  @doc "How an area is written."
  @spec label(area) :: String.t()
  def label(area), do: "#{area}"

  def label(area, unit) do
    shown = to_string(area)
    shown <> unit
  end

  def describe(%{kind: :round}), do: "round"
  def describe(%{kind: :square} = shape) when shape.side > 3, do: "large"
  def describe(_), do: "none"

  defp helper(x) do
    case x do
      0 -> "zero"
      n when n > 3 ->
        Logger.info("large")
        "large"
      _ -> "many"
    end
  end

  defmacro twice(x) do
    quote do: unquote(x) * 2
  end

  @impl true
  def init(state) do
    if state do
      {:ok, state}
    else
      {:error, :empty}
    end
  end

  defp names do
    [
      "circle",
      "square"
    ]
  end

  def options do
    %{
      width: 10,
      height: 20
    }
  end
end

defprotocol Shop.Area do
  def of(shape)
end

defimpl Shop.Area, for: Shop.Shapes do
  def of(shape), do: shape.radius
end

defmodule Shop.ShapesTest do
  use ExUnit.Case

  setup do
    :ok
  end

  describe "label/1" do
    test "writes it" do
      assert Shop.Shapes.label(1) == "1"
    end
  end
end
