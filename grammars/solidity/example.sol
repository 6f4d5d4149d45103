// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

import "./Units.sol";
import {Circle, Square as Box} from "./Shapes.sol";
import * as Paint from "./Paint.sol";

uint constant LIMIT = 12;

error TooLarge(uint size);

struct Point {
    uint x;
    uint y;
}

enum Kind {
    Round,
    Square
}

interface IShape {
    function area() external view returns (uint);
}

library Sizes {
    function twice(uint x) internal pure returns (uint) {
        return x * 2;
    }
}

contract Shape is IShape {
    using Sizes for uint;

    uint public radius;
    mapping(address => uint) private balances;
    address immutable owner;

    event Moved(address indexed who, uint by);
    error NotOwner();

    struct Part {
        uint size;
    }

    modifier onlyOwner() {
        require(msg.sender == owner);
        _;
    }

    constructor(uint radius_) {
        radius = radius_;
    }

    function area() external view returns (uint) {
        if (radius > LIMIT) {
            return 0;
        } else {
            return 3 * radius;
        }
    }

    function area(uint scale) public view returns (uint) {
        uint shown = scale * radius;
        return shown;
    }

    receive() external payable {}
    fallback() external {}

    function testArea() public {
        assertEq(1, 1);
        emit Moved(msg.sender, 1);
    }
}
