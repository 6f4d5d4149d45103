-module(shapes).
-behaviour(gen_server).
-export([label/1, area/1]).
-import(lists, [map/2]).
-include("units.hrl").
-include_lib("kernel/include/file.hrl").

-define(LIMIT, 12).
-define(TWICE(X), X * 2).
-record(circle, {radius = 1 :: float(), fill = "red"}).
-type area() :: float().
-spec label(area()) -> string().

%% How an area is written.
label(Area) ->
    Shown = io_lib:format("~p", [Area]),
    Shown.

label(Area, Unit) ->
    label(Area) ++ Unit.

describe(round) ->
    "round";
describe(square) when ?LIMIT > 3 ->
    "square";
describe(_) ->
    "none".

area(Shape) ->
    case Shape of
        {circle, R} -> 3 * R;
        {square, S} when S > 3 ->
            io:format("large"),
            S * S;
        _ -> 0
    end.

run() ->
    if
        1 > 2 -> a;
        true -> b
    end,
    try start() catch
        error:Reason -> Reason
    end,
    Names = [
        "circle",
        "square"
    ],
    Map = #{
        width => 10,
        height => 20
    },
    fun(X) -> X end.

-ifdef(TEST).
-include_lib("eunit/include/eunit.hrl").
label_test() ->
    ?assertEqual("1", label(1)).
-endif.
